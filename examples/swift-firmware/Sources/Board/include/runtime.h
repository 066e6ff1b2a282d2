#ifndef RUNTIME_H
#define RUNTIME_H

int putchar(int character);

/* How much of the heap is taken. */
int heap_bytes(void);

#endif
