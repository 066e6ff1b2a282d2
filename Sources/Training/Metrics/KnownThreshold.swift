/// The log-odds at which a picture counts as one of the two classes, a three or a seven for instance.
///
/// Trained log-odds have their threshold where others and digits are told best on the training's mixture of them. A user wants
/// another: right digits must hardly ever be called "neither".
public enum KnownThreshold {
    /// How many of held-out threes and sevens stay above the threshold. 98 % was measured, too: it loses too many threes and
    /// sevens of foreign hands.
    public static let keptShare = 0.995
    /// The fewest pictures that can raise the threshold: the lowest of fewer may be far above many to come. With 20 pictures of
    /// each class a threshold that 16 held-out ones raised lost 84 of 100 others of their kind.
    public static let leastPictures = 100

    /// The highest threshold that keeps so many.
    ///
    /// - Parameter logOdds: that pictures are threes or sevens, of threes and sevens that the model did not learn from. Of
    ///   fewer than 200 the lowest decides: one in 134, say, is expected below the lowest of 133.
    /// - Returns: 0, the threshold as it was trained, without pictures; not more than that of fewer than `leastPictures`.
    public static func fit(logOdds: [Float]) -> Float {
        let lost = Int(Double(logOdds.count) * (1 - keptShare) + 1e-9)
        let sorted = logOdds.sorted()
        guard lost < sorted.count else { return 0 }
        return logOdds.count < leastPictures ? min(0, sorted[lost]) : sorted[lost]
    }
}
