package dev.vigil.vision.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** An npm of the test's own on a PATH of its own: a script that counts its calls and does as it is told. */
final class FakeNpm {
    private final Path bin;
    private final Path calls;

    FakeNpm(Path folder) throws IOException {
        bin = Files.createDirectories(folder.resolve("bin"));
        calls = folder.resolve("calls.txt");
    }

    /** It gives this tarball. */
    FakeNpm gives(Path tarball) throws IOException {
        return runs("cp '" + tarball + "' \"$4/fake-1.0.0.tgz\"");
    }

    /** It says this on stderr and fails. */
    FakeNpm fails(String message) throws IOException {
        return runs("printf '%s\\n' '" + message + "' >&2; exit 1");
    }

    /** It writes a part and hangs. */
    FakeNpm hangs() throws IOException {
        return runs("printf part > \"$4/fake-1.0.0.tgz\"; echo hanging >> '" + calls + "'; exec sleep 600");
    }

    /** It runs these lines; {@code $2} is the package and {@code $4} the folder. */
    FakeNpm runs(String lines) throws IOException {
        Path script = bin.resolve("npm");
        Files.writeString(script, "#!/bin/sh\necho \"$*\" >> '" + calls + "'\n" + lines + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    /** The environment in which it is found, and what its script needs. */
    Map<String, String> environment() {
        return Map.of("PATH", bin + ":/usr/bin:/bin");
    }

    /** What it was called with so far. */
    List<String> calls() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
