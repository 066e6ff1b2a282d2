/// The log-odds at which a picture counts as a three or a seven.
///
/// Trained log-odds have their threshold where others and digits are told best on the training's mixture of them. A user wants
/// another: right digits must hardly ever be called "neither".
public enum KnownThreshold {
    /// How many of held-out threes and sevens stay above the threshold. 98 % was measured, too: it loses too many threes and
    /// sevens of foreign hands.
    public static let keptShare = 0.995

    /// The highest threshold that keeps so many.
    ///
    /// - Parameter logOdds: that pictures are threes or sevens, of threes and sevens that the model did not learn from. Of
    ///   fewer than 200 the lowest decides: one in 134, say, is expected below the lowest of 133.
    /// - Returns: 0, the threshold as it was trained, without pictures.
    public static func fit(logOdds: [Float]) -> Float {
        let lost = Int(Double(logOdds.count) * (1 - keptShare) + 1e-9)
        let sorted = logOdds.sorted()
        guard lost < sorted.count else { return 0 }
        return sorted[lost]
    }
}
