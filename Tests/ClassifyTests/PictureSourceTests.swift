import Foundation
import Testing
import TestSupport

@testable import Classification

struct PictureSourceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func foldersAreWalkedInOrder() throws {
        for name in ["b/2.png", "b/10.png", "a.PNG", "c.jpg", ".hidden.png", ".git/x.png", "B.png", "b.png/1.png"] {
            try folder.write([], name)
        }
        let path = folder.url.path
        try FileManager.default.createSymbolicLink(atPath: folder.path("b/loop"), withDestinationPath: path)
        let expected = ["B.png", "a.PNG", "b/10.png", "b/2.png", "b.png/1.png"].map { "\(path)/\($0)" }
        #expect(PictureSource.sources(named: [path]).map(\.name) == expected)
        #expect(PictureSource.sources(named: [path + "/"]).map(\.name) == expected)
        #expect(PictureSource.sources(named: [path + "/b", "-", "x"]).map(\.name).suffix(2) == ["-", "x"])
    }

    @Test func foldersWithoutPictures() throws {
        let path = folder.url.path
        #expect(PictureSource.sources(named: [path]) == [.nothing(.noPictures(folder: path))])
    }
}

struct OrderedDeliveryTests {
    @Test func deliversInOrderFromAllThreads() {
        nonisolated(unsafe) var delivered: [Int] = []
        let delivery = OrderedDelivery<Int> { index, element in
            #expect(index == element)
            delivered.append(index)
            return true
        }
        // 7919 is prime: every index once, in no order.
        DispatchQueue.concurrentPerform(iterations: 10_000) { delivery.add($0 * 7919 % 10_000, at: $0 * 7919 % 10_000) }
        #expect(delivered == Array(0..<10_000))
    }

    @Test func endsWhenNoMoreIsWanted() {
        var delivered: [Int] = []
        let delivery = OrderedDelivery<Int> { index, element in
            delivered.append(element)
            return index < 1
        }
        for index in [2, 1, 3, 0, 4] { delivery.add(index, at: index) }
        #expect(delivered == [0, 1])
        #expect(!delivery.isOpen)
    }
}
