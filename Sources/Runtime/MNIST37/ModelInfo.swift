import CMNIST37

extension WeightsFile {
    /// What a verified file says about itself.
    var info: mnist37_info {
        var info = mnist37_info()
        info.format_version = word(8)
        info.file_bytes = word(12)
        info.layers = UInt32(truncatingIfNeeded: layerCount)
        info.columns = UInt32(truncatingIfNeeded: columns)
        for index in 0..<layerCount {
            let layer = layer(index)
            info.element_type = UInt32(truncatingIfNeeded: layer.elementType)
            info.parameters &+= UInt32(truncatingIfNeeded: layer.parameters)
            let next = layer.kind == Layer.convolution ? self.layer(index &+ 1) : nil
            let positions = next.map { $0.height &* $0.width } ?? 1
            info.multiply_adds &+= UInt32(truncatingIfNeeded: layer.weightCount &* positions)
        }
        info.scratch_bytes = UInt32(truncatingIfNeeded: scratchSize)
        info.loss = UInt32(truncatingIfNeeded: byte(18))
        info.trainer_version = word(20)
        info.epochs = word(24)
        info.learning_rate = float(28)
        info.seed = doubleWord(32)
        info.data_fingerprint = doubleWord(40)
        info.validation_count = word(48)
        info.validation_errors = word(52)
        info.batch_size = word(56)
        return info
    }
}
