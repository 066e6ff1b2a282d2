/* mnist37_frame with whatever libFuzzer makes: two bytes for each side, one each for the stride, the side of ink and the
 * scratch memory, then pixels, which repeat until there are enough. */
#include "../Torture/torture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size <= 7) return 0;
    const size_t width = data[0] | (size_t)(data[1] & 3) << 8, height = data[2] | (size_t)(data[3] & 3) << 8;
    /* Every sixteenth size is beyond what there is. */
    const size_t huge = data[1] >> 4 == 15 ? (size_t)data[4] << 20 : 0;
    const size_t stride = width + (data[4] & 15), offset = data[6] & 7, shortage = data[6] >> 4 == 15;
    const size_t needed = mnist37_frame_scratch(width + huge, height);
    const size_t given = needed > shortage ? needed - shortage : 0;
    uint8_t *grey = block(GREY_BLOCK, stride * height), *scratch = block(SCRATCH_BLOCK, offset + given);
    for (size_t index = 0; index < stride * height; ++index) grey[index] = data[7 + index % (size - 7)];
    mnist37_frame(grey, width + huge, height, stride, data[5] & 3, scratch + offset, given, block(FORM_BLOCK, MNIST37_PIXELS));
    return 0;
}
