// Pictures from files and from a camera, each a canvas.

// Some browsers have no canvas beyond 16 million pixels.
const LARGEST = 4096;

/** Decodes whatever the browser can, turned as a camera says it is. Throws an Error that names the file. */
export async function decoded(file) {
    let image;
    try {
        image = await createImageBitmap(file, { colorSpaceConversion: 'none' });
    } catch {
        throw new Error(`this browser cannot read ${file.name || 'that'} as a picture`);
    }
    return painted(image, LARGEST);
}

/** A picture in a canvas of its own, reduced to at most so many pixels a side. */
export function painted(image, largest) {
    const scale = Math.min(1, largest / Math.max(image.width, image.height));
    const [width, height] = [image.width, image.height].map(side => Math.max(1, Math.round(scale * side)));
    const context = canvasOf(width, height);
    context.drawImage(image, 0, 0, width, height);
    return context;
}

/** Whether there is a camera; who asks is not asked for it yet. */
export async function hasCamera() {
    const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
    return devices.some(({ kind }) => kind === 'videoinput');
}

/** A camera that is running; `context` has the middle square of its picture. */
export class Camera {
    static async start() {
        const camera = new Camera();
        try {
            camera.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        } catch (error) {
            throw new Error(`no picture from the camera: ${error.message}`);
        }
        camera.video = document.createElement('video');
        Object.assign(camera.video, { srcObject: camera.stream, muted: true, playsInline: true });
        await camera.video.play();
        camera.context = canvasOf(480, 480);
        return camera;
    }

    /** Calls back after each frame of the screen. */
    run(changed) {
        const { videoWidth, videoHeight } = this.video, side = Math.min(videoWidth, videoHeight);
        this.context.drawImage(this.video, (videoWidth - side) / 2, (videoHeight - side) / 2, side, side, 0, 0, 480, 480);
        changed();
        this.frame = requestAnimationFrame(() => this.run(changed));
    }

    stop() {
        cancelAnimationFrame(this.frame);
        for (const track of this.stream.getTracks()) track.stop();
    }
}

// The context of a new canvas, which pixels are read from.
function canvasOf(width, height) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.imageSmoothingQuality = 'high';
    return context;
}
