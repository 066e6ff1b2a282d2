/*
 * Prints a table of what was tried and how often the library failed; exits 1 when it did.
 *
 *   torture [--short] PROCESSES SHIPPED.m37... -- OTHER.m37...
 */
#define _DEFAULT_SOURCE
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_BASES = 64, MOST_PROCESSES = 64, SAID = 20 };

struct base bases[MOST_BASES];
unsigned base_count, shipped_count;
struct count *count;

static int is_short;
static unsigned processes, process;
static uint64_t number;

static const struct kind {
    const char *name;
    void (*run)(void);
} kinds[] = {
    {"files cut at every byte", try_truncations},
    {"files with every bit turned", try_bits},
    {"the same, size and checksum right", try_sealed_bits},
    {"every header and record byte, all values, size and checksum right", try_records},
    {"names of classes, size and checksum right", try_names},
    {"several random changes, size and checksum right", try_edits},
    {"networks of random layers and numbers", try_networks},
    {"pictures for every file", try_pictures},
    {"files by name", try_open},
    {"pictures to frame", try_framing},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

int is_mine(unsigned sampled) {
    ++number;
    if (is_short && number % sampled != 0) return 0;
    if (number / (is_short ? sampled : 1) % processes != process) return 0;
    seed_random(number * 0x9e3779b97f4a7c15u);
    return 1;
}

void fail(const char *what, long long found, long long expected) {
    static unsigned said;
    ++count->failures;
    if (++said > SAID) return;
    fprintf(stderr, "input %llu: %s: %lld, expected %lld\n", (unsigned long long)number, what, found, expected);
}

static void read_base(const char *path) {
    FILE *file = fopen(path, "rb");
    struct base *base = &bases[base_count];
    if (file == 0 || base_count == MOST_BASES) {
        perror(path);
        exit(66);
    }
    base->bytes = malloc(1 << 20);
    if (base->bytes == 0) abort();
    base->size = fread(base->bytes, 1, 1 << 20, file);
    base->name = path;
    fclose(file);
    /* A file under two names is one. */
    for (unsigned index = 0; index < base_count; ++index) {
        if (bases[index].size == base->size && memcmp(bases[index].bytes, base->bytes, base->size) == 0)
            return free(base->bytes);
    }
    ++base_count;
}

/* Runs one kind in all processes; an end by the sanitizer is a failure. */
static void run_kind(const struct kind *kind, struct count *counts) {
    fflush(0);
    for (process = 0; process < processes; ++process) {
        const pid_t child = fork();
        if (child < 0) abort();
        if (child != 0) continue;
        count = counts + process;
        number = 0;
        kind->run();
        exit(0);
    }
    for (unsigned ended = 0; ended < processes; ++ended) {
        int status;
        if (wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) counts->failures++;
    }
    for (unsigned other = 1; other < processes; ++other) {
        counts[0].inputs += counts[other].inputs;
        counts[0].predictions += counts[other].predictions;
        counts[0].failures += counts[other].failures;
    }
}

static void write_row(const char *name, struct count row) {
    printf("| %s | %llu | %llu | %llu |\n", name, (unsigned long long)row.inputs, (unsigned long long)row.predictions,
           (unsigned long long)row.failures);
    fflush(stdout);
}

int main(int argument_count, char **arguments) {
    char **argument = arguments + 1;
    if (*argument && strcmp(*argument, "--short") == 0) is_short = 1, ++argument;
    processes = *argument ? (unsigned)atoi(*argument++) : 0;
    if (processes < 1 || processes > MOST_PROCESSES || argument_count < 3) {
        fprintf(stderr, "usage: torture [--short] PROCESSES SHIPPED.m37... -- OTHER.m37...\n");
        return 64;
    }
    for (; *argument; ++argument) {
        if (strcmp(*argument, "--") == 0) shipped_count = base_count;
        else read_base(*argument);
    }
    const size_t size = sizeof(struct count) * MOST_PROCESSES * KINDS;
    struct count *counts = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), total = {0, 0, 0};
    if (counts == MAP_FAILED) abort();
    printf("| kind%s | inputs | predictions compared | failures |\n|---|--:|--:|--:|\n",
           is_short ? ", of the short run" : "");
    for (unsigned index = 0; index < KINDS; ++index) {
        struct count *row = counts + MOST_PROCESSES * index;
        run_kind(&kinds[index], row);
        write_row(kinds[index].name, *row);
        if (row->inputs == 0) row->failures++;
        total.inputs += row->inputs;
        total.predictions += row->predictions;
        total.failures += row->failures;
    }
    write_row("all", total);
    return total.failures != 0;
}
