/* Any bytes as a weights file; what is good predicts by every function with every kernel, and each answer is the reference's
 * to the last bit. */
#include "../Torture/torture.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    begin_input(data, size);
    check_file(data, size);
    return 0;
}
