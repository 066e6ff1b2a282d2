/// A whole page that needs nothing from anywhere: styles and pictures are in it, scripts there are none.
struct Page {
    let title: String
    let body: HTML

    /// The file, in UTF-8.
    var bytes: [UInt8] {
        let html: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>\(title)</title>
            <style>
            \(stylesheet)
            </style>
            </head>
            <body>
            <main>
            \(body)
            </main>
            </body>
            </html>

            """
        return Array(html.text.utf8)
    }
}
