package dev.vigil.recognizer.migrate;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The photos under a folder by their SHA-256, which is how enrolled faces name theirs; what the files are called is of no matter. */
public final class PhotoIndex {
    /** No photos. */
    public static final PhotoIndex NONE = new PhotoIndex(Map.of());

    private final Map<String, Path> bySha256;

    private PhotoIndex(Map<String, Path> bySha256) {
        this.bySha256 = bySha256;
    }

    /**
     * All files under a folder, however deep, but hidden ones.
     *
     * @throws UserError if it can't be read
     */
    public static PhotoIndex of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserError("--photos " + folder + " is no folder: name the one that holds the photos.");
        }
        Map<String, Path> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(PhotoIndex::visible).sorted().toList()) {
                found.putIfAbsent(sha256(file), file);
            }
            return new PhotoIndex(found);
        } catch (IOException e) {
            throw new UserError(400, "The folder " + folder + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static boolean visible(Path file) {
        return Files.isRegularFile(file) && !String.valueOf(file.getFileName()).startsWith(".");
    }

    /** How many there are. */
    public int size() {
        return bySha256.size();
    }

    /**
     * The photo with that SHA-256; empty where there is none.
     *
     * @throws UserError if it can't be read any more
     */
    public Optional<byte[]> read(String source) {
        @Nullable Path file = bySha256.get(source);
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UserError(400, "The photo " + file + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }
}
