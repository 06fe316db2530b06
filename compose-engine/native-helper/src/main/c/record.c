/*
 * Format: "JCH1", then operations. An operation is a code and the length of its fields (both 32 bits), then the fields.
 * A number is 64 bits; a string is a 32 bit length that counts the NUL, then the bytes with it; bytes are the same without
 * NUL; a list is a 32 bit count, then strings. All little endian, nothing aligned.
 */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

static const char MAGIC[4] = {'J', 'C', 'H', '1'};
enum { OPERATION_HEADER = 8, OPERATIONS_MAX = 4096 };

static uint32_t load32(const uint8_t *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static int count_operations(const uint8_t *at, const uint8_t *end, uint32_t *count) {
    *count = 0;
    while (at < end) {
        if (end - at < OPERATION_HEADER || *count == OPERATIONS_MAX)
            return -1;
        uint32_t length = load32(at + 4);
        at += OPERATION_HEADER;
        if (length > (size_t)(end - at))
            return -1;
        at += length;
        ++*count;
    }
    return 0;
}

int record_parse(struct record *record, const uint8_t *bytes, size_t length) {
    *record = (struct record){0};
    if (length < sizeof MAGIC || memcmp(bytes, MAGIC, sizeof MAGIC) != 0)
        return -1;
    const uint8_t *at = bytes + sizeof MAGIC;
    const uint8_t *end = bytes + length;
    uint32_t count;
    if (count_operations(at, end, &count) < 0)
        return -1;
    record->operations = calloc(count ? count : 1, sizeof *record->operations);
    if (!record->operations)
        return -1;
    for (; record->count < count; record->count++) {
        struct operation *operation = &record->operations[record->count];
        uint32_t fields = load32(at + 4);
        operation->code = load32(at);
        at += OPERATION_HEADER;
        operation->fields = (struct field_reader){.at = at, .end = at + fields};
        at += fields;
    }
    return 0;
}

void record_free(struct record *record) {
    free(record->operations);
    *record = (struct record){0};
}

static bool take(struct field_reader *reader, size_t length, const uint8_t **bytes) {
    if (reader->bad || (size_t)(reader->end - reader->at) < length) {
        reader->bad = true;
        return false;
    }
    *bytes = reader->at;
    reader->at += length;
    return true;
}

static uint32_t read32(struct field_reader *reader) {
    const uint8_t *bytes;
    return take(reader, 4, &bytes) ? load32(bytes) : 0;
}

uint64_t read_number(struct field_reader *reader) {
    const uint8_t *bytes;
    if (!take(reader, 8, &bytes))
        return 0;
    return (uint64_t)load32(bytes) | (uint64_t)load32(bytes + 4) << 32;
}

const uint8_t *read_bytes(struct field_reader *reader, size_t *length) {
    const uint8_t *bytes;
    *length = read32(reader);
    if (!take(reader, *length, &bytes)) {
        *length = 0;
        return NULL;
    }
    return bytes;
}

const char *read_string(struct field_reader *reader) {
    size_t length;
    const uint8_t *bytes = read_bytes(reader, &length);
    if (!bytes || length == 0 || memchr(bytes, '\0', length) != bytes + length - 1) {
        reader->bad = true;
        return "";
    }
    return (const char *)bytes;
}

const char **read_strings(struct field_reader *reader, size_t *count) {
    *count = read32(reader);
    /* Each string takes five bytes at least, so a huge count cannot be true. */
    if (reader->bad || *count > (size_t)(reader->end - reader->at) / 5) {
        reader->bad = true;
        *count = 0;
        return NULL;
    }
    const char **strings = calloc(*count + 1, sizeof *strings);
    if (!strings) {
        reader->bad = true;
        return NULL;
    }
    for (size_t i = 0; i < *count; i++)
        strings[i] = read_string(reader);
    if (reader->bad) {
        free(strings);
        return NULL;
    }
    return strings;
}
