/* What a program needs of a board: somewhere to write, and a way to end. Each board's start.c calls main. */
#ifndef BOARD_H
#define BOARD_H

/* Writes a text that ends in a zero byte. */
void board_write(const char *text);

/* Ends the program; QEMU then ends with this status. */
_Noreturn void board_exit(int status);

int main(void);

#endif
