import Foundation

/// Cores that this program may use.
func availableCores() -> Int { ProcessInfo.processInfo.activeProcessorCount }
