import Figures
import Training
import WeightsFile

/// How often each class was taken for which.
func confusionTable(_ matrix: ConfusionMatrix, _ classes: ClassNames = .threesAndSevens) -> HTML {
    """
    <table class="matrix">
    <thead><tr><th></th><th>said \(classes.first)</th><th>said \(classes.second)</th></tr></thead>
    <tbody>
    <tr><th>is \(classes.first)</th><td class="right">\(grouped(matrix.firstRight))</td><td>\(grouped(matrix.firstWrong))</td></tr>
    <tr><th>is \(classes.second)</th><td>\(grouped(matrix.secondWrong))</td><td class="right">\(grouped(matrix.secondRight))</td></tr>
    </tbody>
    </table>
    <p class="soft">\(grouped(matrix.errors)) wrong of \(grouped(matrix.total)): \(percent(matrix.accuracy)) right, with
    95 % confidence \(percent(matrix.accuracyInterval.lower)) to \(percent(matrix.accuracyInterval.upper))</p>
    """
}
