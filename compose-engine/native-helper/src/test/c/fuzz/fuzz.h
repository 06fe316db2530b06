/* A target of the fuzzer. The names are those of libFuzzer, which can drive a target as well. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Must not crash, read beyond the bytes, or leak. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
/* Writes an input that is nearly right; `chance` gives a number below its argument. Returns the length. */
size_t fuzz_generate(uint8_t *to, size_t room, uint32_t (*chance)(uint32_t));

#endif
