/* What the helper does with a record before it obeys: finds the operations, and the fields that each of them has. */
#include "fuzz.h"
#include "helper.h"

#include <stdlib.h>
#include <string.h>

/* One letter a field: n number, s string, b bytes, l list of strings. */
static const struct { uint32_t code; const char *fields; } OPERATIONS[] = {
    {OP_EXIT_RECORD, "s"}, {OP_LOG, "snn"}, {OP_STDIO, "nnnn"}, {OP_CGROUP, "sn"}, {OP_CGROUP_WRITE, "ssn"},
    {OP_CGROUP_DEVICES, "sb"}, {OP_OOM_COUNTER, "s"}, {OP_CLONE, "n"}, {OP_SETNS, "sn"}, {OP_SETNS_FD, "nn"},
    {OP_UNSHARE, "n"}, {OP_AWAIT_CGROUP, ""}, {OP_HOSTNAME, "s"}, {OP_DOMAINNAME, "s"}, {OP_KEYRING, "s"},
    {OP_OOM_SCORE, "s"}, {OP_SYSCTL, "ss"}, {OP_LOOPBACK, ""}, {OP_PROPAGATION, "n"}, {OP_ROOT_OVERLAY, "slssn"},
    {OP_ROOT_DIRECTORY, "s"}, {OP_MOUNT, "ssnl"}, {OP_BIND, "ssnnnn"}, {OP_MASK, "s"}, {OP_READ_ONLY, "s"},
    {OP_NODE, "snnnnn"}, {OP_SYMLINK, "ss"}, {OP_EMPTY_FILE, "s"}, {OP_ROOT_READ_ONLY, ""}, {OP_PIVOT, ""},
    {OP_CONSOLE, "n"}, {OP_DIRECTORY, "s"}, {OP_STREAMS, ""}, {OP_RLIMIT, "nnn"}, {OP_BOUNDING, "n"}, {OP_SECCOMP, "b"},
    {OP_GROUPS, "nn"}, {OP_IDS, "nn"}, {OP_CAPABILITIES, "n"}, {OP_NO_NEW_PRIVILEGES, ""}, {OP_UMASK, "n"},
    {OP_EXEC, "lln"}, {OP_USER_NAMESPACE, "s"}, {OP_NAMESPACE_ROOT, ""}, {OP_RLIMIT_RAISE, "nn"}, {OP_LABEL, "ss"},
    {OP_ID_MAPPING, "ss"}, {OP_ID_MAP, "sn"}, {OP_STAGE_OVERLAY, "lssn"}, {OP_STAGE_BIND, "snnnn"}, {OP_STAGE_MOUNT, "snl"},
    {OP_STAGE_NODE, "snnnnn"}, {OP_ATTACH, "ns"}, {OP_ATTACH_ROOT, "ns"},
};

static const char *fields_of(uint32_t code) {
    for (size_t i = 0; i < sizeof OPERATIONS / sizeof OPERATIONS[0]; i++) {
        if (OPERATIONS[i].code == code)
            return OPERATIONS[i].fields;
    }
    return "nsbl";
}

static void read_fields(struct field_reader *fields, const char *kinds) {
    for (; *kinds; kinds++) {
        size_t length;
        if (*kinds == 'n') {
            read_number(fields);
        } else if (*kinds == 's') {
            const char *text = read_string(fields);
            if (fields->bad && *text)
                abort(); /* what is malformed is empty */
        } else if (*kinds == 'b') {
            const uint8_t *bytes = read_bytes(fields, &length);
            for (size_t i = 0; bytes && i < length; i++)
                *(volatile const uint8_t *)(bytes + i);
        } else {
            const char **strings = read_strings(fields, &length);
            for (size_t i = 0; strings && i <= length; i++) {
                if ((i == length) != (strings[i] == NULL) || (strings[i] && strlen(strings[i]) > 1 << 20))
                    abort(); /* as many as it says, and then the end */
            }
            free(strings);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct record record;
    if (record_parse(&record, bytes, length) == 0) {
        for (uint32_t i = 0; i < record.count; i++)
            read_fields(&record.operations[i].fields, fields_of(record.operations[i].code));
    }
    record_free(&record);
    return 0;
}

/* ---- what records look like, for the generator ---- */

static size_t put(uint8_t *to, size_t at, size_t room, const void *bytes, size_t length) {
    if (at + length <= room)
        memcpy(to + at, bytes, length);
    return at + length <= room ? at + length : at;
}

static size_t put32(uint8_t *to, size_t at, size_t room, uint32_t value) {
    uint8_t bytes[4] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16), (uint8_t)(value >> 24)};
    return put(to, at, room, bytes, sizeof bytes);
}

static size_t put_string(uint8_t *to, size_t at, size_t room, uint32_t (*chance)(uint32_t)) {
    static const char *const words[] = {"", "/", "/proc", "a", "/sys/fs/cgroup/x", "tmpfs", "mode=755", "../../x"};
    const char *word = words[chance(sizeof words / sizeof words[0])];
    at = put32(to, at, room, (uint32_t)strlen(word) + (chance(20) ? 1 : chance(3)));
    return put(to, at, room, word, strlen(word) + 1);
}

static size_t put_field(uint8_t *to, size_t at, size_t room, char kind, uint32_t (*chance)(uint32_t)) {
    uint8_t noise[16];
    uint32_t count = chance(4);
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)chance(256);
    switch (kind) {
    case 'n':
        return put(to, at, room, noise, 8);
    case 'b':
        at = put32(to, at, room, count * 4);
        return put(to, at, room, noise, count * 4);
    case 'l':
        at = put32(to, at, room, chance(20) ? count : chance(1000000));
        for (uint32_t i = 0; i < count; i++)
            at = put_string(to, at, room, chance);
        return at;
    default:
        return put_string(to, at, room, chance);
    }
}

size_t fuzz_generate(uint8_t *to, size_t room, uint32_t (*chance)(uint32_t)) {
    size_t at = put(to, 0, room, "JCH1", 4);
    for (uint32_t operations = chance(6); operations > 0; operations--) {
        uint32_t which = chance(sizeof OPERATIONS / sizeof OPERATIONS[0]);
        at = put32(to, at, room, chance(20) ? OPERATIONS[which].code : chance(100));
        size_t length_at = at;
        at = put32(to, at, room, 0);
        size_t start = at;
        for (const char *kind = OPERATIONS[which].fields; *kind; kind++)
            at = put_field(to, at, room, *kind, chance);
        uint32_t length = (uint32_t)(at - start);
        put32(to, length_at, room, chance(20) ? length : length + chance(9) - 4);
    }
    return at;
}
