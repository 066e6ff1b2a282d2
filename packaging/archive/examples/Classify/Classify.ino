// Classifies a picture with the weights in flash, and prints the digit, how sure, and the bits of the log-odds: a computer
// gets the same.
#include <mnist37.h>
#include <mnist37/conv-tiny-i8.h>

#include "pictures.h"

static mnist37_model model;

void setup() {
    Serial.begin(115200);
    mnist37_prediction prediction;
    mnist37_status status = mnist37_model_init(&model, mnist37_conv_tiny_i8, sizeof mnist37_conv_tiny_i8);
    if (status == MNIST37_OK) status = mnist37_predict_bytes(&model, three, &prediction);
    if (status != MNIST37_OK) {
        Serial.println(mnist37_status_text(status));
        return;
    }
    uint32_t bits;
    memcpy(&bits, &prediction.logit, sizeof bits);
    Serial.print(prediction.digit);
    Serial.print(" ");
    Serial.println(bits, HEX);
}

void loop() {}
