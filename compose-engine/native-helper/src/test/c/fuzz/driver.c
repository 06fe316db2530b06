/*
 * A fuzzer in little: inputs that reach code which no other has reached are kept, and others are made from them. Where an
 * input leads is seen through -fsanitize-coverage=trace-pc, with which the code under test is compiled and this is not. What
 * it does follows from the seed alone, as long as it counts rounds and not seconds.
 *
 * driver CORPUS SEED ROUNDS|SECONDSs [NEW]: inputs are files of hexadecimal digits; new ones go to the directory NEW.
 */
#define _GNU_SOURCE
#include "fuzz.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INPUT_MAX = 4096, CORPUS_MAX = 4096, EDGES = 1 << 13 };

struct input {
    size_t length;
    uint8_t bytes[INPUT_MAX];
};

static struct input *corpus[CORPUS_MAX];
static size_t corpus_count;
static uint8_t seen[EDGES], reached[EDGES];
static uintptr_t before;
static uint64_t state;

/* The edge from the last place to this one; relative, because programs are not loaded at the same address twice. */
void __sanitizer_cov_trace_pc(void) {
    uintptr_t here = (uintptr_t)__builtin_return_address(0) - (uintptr_t)&LLVMFuzzerTestOneInput;
    uint32_t edge = (uint32_t)((here * 0x9e3779b97f4a7c15u) >> 40) ^ (uint32_t)before;
    if (reached[edge % EDGES] < 255)
        reached[edge % EDGES]++;
    before = (uint32_t)((here * 0x9e3779b97f4a7c15u) >> 41);
}

/* xorshift64*; see Vigna, "An experimental exploration of Marsaglia's xorshift generators". */
static uint32_t chance(uint32_t below) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return below ? (uint32_t)((state * 0x2545f4914f6cdd1du) >> 32) % below : 0;
}

/* Counts matter in steps: once, twice, a few times, often. */
static uint8_t step_of(uint8_t count) {
    return count == 0 ? 0 : count == 1 ? 1 : count == 2 ? 2 : count < 8 ? 4 : count < 32 ? 8 : 16;
}

static bool run(const struct input *input) {
    uint8_t *copy = malloc(input->length ? input->length : 1);
    bool news = false;
    memcpy(copy, input->bytes, input->length);
    memset(reached, 0, sizeof reached);
    before = 0;
    LLVMFuzzerTestOneInput(copy, input->length);
    free(copy);
    for (size_t i = 0; i < EDGES; i++) {
        uint8_t step = step_of(reached[i]);
        news = news || (step & ~seen[i]);
        seen[i] |= step;
    }
    return news;
}

static void keep(const struct input *input) {
    if (corpus_count == CORPUS_MAX)
        return;
    corpus[corpus_count] = malloc(sizeof *input);
    *corpus[corpus_count++] = *input;
}

static void write_input(const char *directory, const struct input *input) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < input->length; i++)
        hash = (hash ^ input->bytes[i]) * 0x100000001b3u;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%016llx.hex", directory, (unsigned long long)hash);
    FILE *file = fopen(path, "we");
    if (!file) {
        perror(path);
        exit(1);
    }
    for (size_t i = 0; i < input->length; i++)
        fprintf(file, "%02x%s", input->bytes[i], i % 32 == 31 || i + 1 == input->length ? "\n" : "");
    fclose(file);
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void read_corpus(const char *directory) {
    struct dirent **entries;
    int count = scandir(directory, &entries, NULL, by_name);
    for (int i = 0; i < count; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/%s", directory, entries[i]->d_name);
        FILE *file = strstr(entries[i]->d_name, ".hex") ? fopen(path, "re") : NULL;
        struct input input = {0};
        unsigned byte;
        while (file && input.length < INPUT_MAX && fscanf(file, "%2x", &byte) == 1)
            input.bytes[input.length++] = (uint8_t)byte;
        if (file)
            fclose(file);
        if (file && run(&input))
            keep(&input);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void mutate(struct input *input) {
    static const uint32_t edges[] = {0, 1, 4, 5, 8, 255, 4095, 4096, 0x7fffffff, 0x80000000, 0xfffffffb, 0xffffffff};
    size_t at = chance((uint32_t)input->length), length = 1 + chance(8);
    switch (chance(7)) {
    case 0:
        if (input->length)
            input->bytes[at] = (uint8_t)(input->bytes[at] ^ 1u << chance(8));
        break;
    case 1:
        if (input->length)
            input->bytes[at] = (uint8_t)chance(256);
        break;
    case 2: {
        uint32_t value = edges[chance(sizeof edges / sizeof edges[0])];
        for (size_t i = 0; i < 4 && at + i < input->length; i++)
            input->bytes[at + i] = (uint8_t)(value >> (8 * i));
        break;
    }
    case 3: /* take away */
        length = length < input->length - at ? length : input->length - at;
        memmove(input->bytes + at, input->bytes + at + length, input->length - at - length);
        input->length -= length;
        break;
    case 4: /* put in */
        if (input->length + length <= INPUT_MAX) {
            memmove(input->bytes + at + length, input->bytes + at, input->length - at);
            for (size_t i = 0; i < length; i++)
                input->bytes[at + i] = (uint8_t)chance(256);
            input->length += length;
        }
        break;
    case 5: /* cut off */
        input->length = at;
        break;
    default: { /* go on as another one does */
        const struct input *other = corpus[chance((uint32_t)corpus_count)];
        size_t from = chance((uint32_t)other->length);
        size_t part = other->length - from;
        part = part < INPUT_MAX - at ? part : INPUT_MAX - at;
        memcpy(input->bytes + at, other->bytes + from, part);
        input->length = at + part;
    }
    }
}

static void make(struct input *input) {
    if (corpus_count == 0 || chance(10) == 0) {
        input->length = fuzz_generate(input->bytes, INPUT_MAX, chance);
    } else {
        *input = *corpus[chance((uint32_t)corpus_count)];
    }
    for (uint32_t mutations = chance(5); corpus_count && mutations > 0; mutations--)
        mutate(input);
}

int main(int count, char **arguments) {
    if (count < 4) {
        fprintf(stderr, "usage: %s CORPUS SEED ROUNDS|SECONDSs [NEW]\n", arguments[0]);
        return 2;
    }
    read_corpus(arguments[1]);
    size_t known = corpus_count;
    state = strtoull(arguments[2], NULL, 10) + 0x9e3779b97f4a7c15u;
    char *unit;
    unsigned long limit = strtoul(arguments[3], &unit, 10), rounds = 0;
    bool timed = *unit == 's';
    time_t end = time(NULL) + (time_t)limit;
    static struct input input;
    while (timed ? time(NULL) < end : rounds < limit) {
        make(&input);
        if (run(&input)) {
            keep(&input);
            if (count > 4)
                write_input(arguments[4], &input);
        }
        rounds++;
    }
    printf("native-helper: %lu inputs, none did harm; %zu kept, %zu of them new\n", rounds, corpus_count, corpus_count - known);
    for (size_t i = 0; i < corpus_count; i++)
        free(corpus[i]);
    return 0;
}
