#ifndef FUZZ_ORACLE_H
#define FUZZ_ORACLE_H

#include "../Torture/torture.h"

/* Makes the random numbers those of this input. */
void begin_input(const uint8_t *data, size_t size);

#endif
