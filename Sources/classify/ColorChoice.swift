import ArgumentParser

/// When pictures in a terminal have colours.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    /// Where the output goes to a terminal that has them and NO_COLOR is not set.
    case auto
    case always
    case never
}
