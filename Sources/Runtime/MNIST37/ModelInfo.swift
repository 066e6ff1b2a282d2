import CMNIST37

extension WeightsFile {
    /// Writes what a verified file says about itself, field by field: a copy of the whole would call memcpy.
    func describe(in info: UnsafeMutablePointer<mnist37_info>) {
        var parameters = 0, multiplyAdds = 0
        for index in 0..<layerCount {
            let layer = layer(index)
            parameters &+= layer.parameters
            let next = layer.isConvolution ? self.layer(index &+ 1) : nil
            multiplyAdds &+= layer.weightCount &* (next.map { $0.height &* $0.width } ?? 1)
            info.pointee.element_type = UInt32(truncatingIfNeeded: layer.elementType)
        }
        info.pointee.size = UInt32(truncatingIfNeeded: MemoryLayout<mnist37_info>.size)
        info.pointee.format_version = word(8)
        info.pointee.file_bytes = word(12)
        info.pointee.layers = UInt32(truncatingIfNeeded: layerCount)
        info.pointee.outputs = UInt32(truncatingIfNeeded: outputs)
        info.pointee.parameters = UInt32(truncatingIfNeeded: parameters)
        info.pointee.multiply_adds = UInt32(truncatingIfNeeded: multiplyAdds)
        info.pointee.trainer_version = word(20)
        info.pointee.loss = UInt32(truncatingIfNeeded: byte(18))
        info.pointee.epochs = word(24)
        info.pointee.batch_size = word(56)
        info.pointee.learning_rate = float(28)
        info.pointee.validation_count = word(48)
        info.pointee.validation_errors = word(52)
        info.pointee.seed = doubleWord(32)
        info.pointee.data_fingerprint = doubleWord(40)
        withUnsafeMutableBytes(of: &info.pointee.class_names) { names in
            var offset = 0
            while offset < names.count {
                names.storeBytes(of: word(WeightsFile.classNames &+ offset), toByteOffset: offset, as: UInt32.self)
                offset &+= 4
            }
        }
    }
}
