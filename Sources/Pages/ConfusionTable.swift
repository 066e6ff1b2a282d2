import Figures
import Training

/// How often each digit was taken for which.
func confusionTable(_ matrix: ConfusionMatrix) -> HTML {
    """
    <table class="matrix">
    <thead><tr><th></th><th>said three</th><th>said seven</th></tr></thead>
    <tbody>
    <tr><th>is a three</th><td class="right">\(grouped(matrix.threesRight))</td><td>\(grouped(matrix.threesWrong))</td></tr>
    <tr><th>is a seven</th><td>\(grouped(matrix.sevensWrong))</td><td class="right">\(grouped(matrix.sevensRight))</td></tr>
    </tbody>
    </table>
    <p class="soft">\(grouped(matrix.errors)) wrong of \(grouped(matrix.total)): \(percent(matrix.accuracy)) right</p>
    """
}
