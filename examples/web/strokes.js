// What a pen draws. A stroke is { points, course }: points are [x, y, pressure], x and y from 0 to 1 across and down the
// paper, pressure from 0 to 1; course is what the model saw while the stroke was drawn.

/** The pen's width at a pressure of 0.5, as a share of the paper's side. */
const PEN = 0.08;

export function paint(context, strokes, colour) {
    const side = context.canvas.width;
    const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    context.fillStyle = context.strokeStyle = colour;
    context.lineCap = 'round';
    context.save();
    context.scale(side, side);
    for (const { points } of strokes) {
        // A canvas paints no line without length: a dot is its first point.
        context.beginPath();
        context.arc(points[0][0], points[0][1], width(points[0]) / 2, 0, 2 * Math.PI);
        context.fill();
        // A curve from middle to middle of the lines between points, each with its own width.
        for (let index = 0, from = points[0]; index < points.length; ++index) {
            const to = index + 1 < points.length ? middle(points[index], points[index + 1]) : points[index];
            context.beginPath();
            context.moveTo(from[0], from[1]);
            context.quadraticCurveTo(points[index][0], points[index][1], to[0], to[1]);
            context.lineWidth = width(points[index]);
            context.stroke();
            from = to;
        }
    }
    context.restore();
}

function width([, , pressure]) {
    return PEN * (0.4 + 1.2 * pressure);
}

/** The points along an SVG path in a field of 100 by 100, evenly spaced. */
export function pointsAlong(path) {
    const length = path.getTotalLength(), count = Math.ceil(length / 4);
    return Array.from({ length: count + 1 }, (_, index) => {
        const { x, y } = path.getPointAtLength(length * index / count);
        return [x / 100, y / 100, 0.5];
    });
}
