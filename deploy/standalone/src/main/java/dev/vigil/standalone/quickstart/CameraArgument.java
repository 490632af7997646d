package dev.vigil.standalone.quickstart;

import dev.vigil.runtime.error.UserError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A camera as the command line names it.
 *
 * @param name which is its id too: letters, digits, {@code -} and {@code _}
 * @param source a file, a folder of pictures, or an {@code rtsp://} address
 */
public record CameraArgument(String name, String source) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    /**
     * Reads {@code NAME=SOURCE}.
     *
     * @throws UserError if it is not of that form
     */
    public static CameraArgument parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new UserError("'" + text + "' is no camera: write --camera NAME=SOURCE, as --camera door=clip.mp4.");
        }
        String name = text.substring(0, equals);
        if (!NAME.matcher(name).matches()) {
            throw new UserError(
                    "'" + name
                            + "' is no name for a camera: write letters, digits, '-' and '_', at most 63, as --camera front-door=clip.mp4.");
        }
        return new CameraArgument(name, text.substring(equals + 1));
    }

    /**
     * Reads several.
     *
     * @throws UserError if one is not of that form, or two have one name
     */
    public static List<CameraArgument> parseAll(List<String> texts) {
        List<CameraArgument> cameras = texts.stream().map(CameraArgument::parse).toList();
        Set<String> names = new HashSet<>();
        for (CameraArgument camera : cameras) {
            if (!names.add(camera.name)) {
                throw new UserError("Two cameras are named '" + camera.name + "': give each a name of its own.");
            }
        }
        return cameras;
    }
}
