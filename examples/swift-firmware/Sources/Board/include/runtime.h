#ifndef RUNTIME_H
#define RUNTIME_H

int putchar(int character);

#endif
