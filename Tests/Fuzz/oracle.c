/* What Tests/Torture/check.c needs of a fuzz target: a count, and an end where an answer is not the reference's. */
#include "../Torture/torture.h"

#include <stdio.h>
#include <stdlib.h>

static struct count counted;
struct count *count = &counted;

void fail(const char *what, long long found, long long expected) {
    fprintf(stderr, "%s: %lld, expected %lld\n", what, found, expected);
    abort();
}
