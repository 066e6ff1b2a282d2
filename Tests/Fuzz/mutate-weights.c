/* The mutator of weights files: of eight files that libFuzzer changes, seven get their size and checksum made right, so that
 * the checks behind these are reached. */
#include "../Torture/torture.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    size = LLVMFuzzerMutate(data, size, most);
    if (seed % 8 == 0) return size;
    if (seed % 8 > 2) size &= ~(size_t)3;
    seal(data, size);
    return size;
}
