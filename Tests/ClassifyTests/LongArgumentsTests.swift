import Testing

@testable import classify

struct LongArgumentsTests {
    @Test(
        arguments: [
            ([], [], []),
            (["a"], ["a"], []),
            (["a", "b", "c", "d"], ["a", "b"], ["c", "d"]),
            (["--weights", "w", "a", "b", "c"], ["--weights", "w", "a"], ["b", "c"]),
            (["a", "b", "c", "--json"], ["a", "b", "c", "--json"], []),
            (["a", "b", "c", "-"], ["a", "b", "c", "-"], []),
            (["--json", "a", "b", "c"], ["--json", "a", "b"], ["c"]),
        ] as [([String], [String], [String])])
    func namesAtTheEndAreSetAside(arguments: [String], parsed: [String], rest: [String]) {
        let split = LongArguments(arguments)
        #expect(split.parsed == parsed && split.rest == rest)
    }
}
