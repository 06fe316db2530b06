#include "helper.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static uint8_t bytes[4096];
static size_t length;

static void put32(uint32_t value) {
    for (int i = 0; i < 4; i++)
        bytes[length++] = (uint8_t)(value >> (8 * i));
}

static void put64(uint64_t value) {
    put32((uint32_t)value);
    put32((uint32_t)(value >> 32));
}

static void put_string(const char *text, size_t size) {
    put32((uint32_t)size);
    memcpy(bytes + length, text, size);
    length += size;
}

static void begin(void) {
    memcpy(bytes, "JCH1", 4);
    length = 4;
}

/* The parser must not read beyond the record: it gets a copy of exactly its size, which the sanitizer watches. */
static int parse(struct record *record, uint8_t **copy, size_t size) {
    *copy = malloc(size ? size : 1);
    memcpy(*copy, bytes, size);
    return record_parse(record, *copy, size);
}

static void fields_come_out_as_they_went_in(void) {
    struct record record;
    uint8_t *copy;
    begin();
    put32(7);
    size_t at = length;
    put32(0);
    put64(0x1122334455667788u);
    put_string("hello", 6);
    put32(2);
    put_string("a", 2);
    put_string("", 1);
    put_string("\0\1\2", 3);
    bytes[at] = (uint8_t)(length - at - 4);
    put32(9);
    put32(0);
    CHECK(parse(&record, &copy, length) == 0);
    CHECK(record.count == 2 && record.operations[0].code == 7 && record.operations[1].code == 9);
    struct field_reader *fields = &record.operations[0].fields;
    CHECK(read_number(fields) == 0x1122334455667788u);
    CHECK(strcmp(read_string(fields), "hello") == 0);
    size_t count;
    const char **strings = read_strings(fields, &count);
    CHECK(strings && count == 2 && strcmp(strings[0], "a") == 0 && strcmp(strings[1], "") == 0 && !strings[2]);
    free(strings);
    const uint8_t *content = read_bytes(fields, &count);
    CHECK(content && count == 3 && content[2] == 2);
    CHECK(!fields->bad);
    CHECK(read_number(fields) == 0 && fields->bad);
    record_free(&record);
    free(copy);
}

static void a_cut_record_is_none(void) {
    begin();
    put32(7);
    put32(8);
    put64(1);
    for (size_t size = 0; size < length; size++) {
        struct record record;
        uint8_t *copy;
        bool whole = size == 4; /* a record without operations */
        CHECK((parse(&record, &copy, size) == 0) == whole);
        record_free(&record);
        free(copy);
    }
}

static void check_bad_string(const char *text, size_t size, uint32_t claimed) {
    struct record record;
    uint8_t *copy;
    begin();
    put32(1);
    put32((uint32_t)size + 4);
    put32(claimed);
    memcpy(bytes + length, text, size);
    length += size;
    CHECK(parse(&record, &copy, length) == 0);
    struct field_reader *fields = &record.operations[0].fields;
    CHECK(strcmp(read_string(fields), "") == 0 && fields->bad);
    record_free(&record);
    free(copy);
}

static void strings_must_end_where_they_say(void) {
    check_bad_string("abc", 3, 3);
    check_bad_string("a\0b\0", 4, 4);
    check_bad_string("abc", 4, 0);
    check_bad_string("abc", 4, 5);
    check_bad_string("abc", 4, 0xffffffff);
}

static void a_list_cannot_claim_more_than_there_is(void) {
    struct record record;
    uint8_t *copy;
    size_t count;
    begin();
    put32(1);
    put32(4);
    put32(0xffffffff);
    CHECK(parse(&record, &copy, length) == 0);
    CHECK(!read_strings(&record.operations[0].fields, &count) && count == 0);
    CHECK(record.operations[0].fields.bad);
    record_free(&record);
    free(copy);
}

/* Whatever the bytes are: no crash, no read beyond the end, and an end. */
static void noise_does_no_harm(void) {
    unsigned seed = 1;
    for (int round = 0; round < 20000; round++) {
        begin();
        size_t size = 4 + (size_t)(seed % 60);
        for (size_t i = 4; i < size; i++) {
            seed = seed * 1103515245u + 12345u;
            bytes[i] = (seed >> 16) % 3 ? (uint8_t)(seed >> 28) : (uint8_t)(seed >> 20);
        }
        struct record record;
        uint8_t *copy;
        if (parse(&record, &copy, size) == 0) {
            for (uint32_t i = 0; i < record.count; i++) {
                size_t count;
                struct field_reader *fields = &record.operations[i].fields;
                free(read_strings(fields, &count));
                read_string(fields);
                read_number(fields);
            }
        }
        record_free(&record);
        free(copy);
        seed = seed * 1103515245u + 12345u;
    }
}

void test_record(void) {
    fields_come_out_as_they_went_in();
    a_cut_record_is_none();
    strings_must_end_where_they_say();
    a_list_cannot_claim_more_than_there_is();
    noise_does_no_harm();
}
