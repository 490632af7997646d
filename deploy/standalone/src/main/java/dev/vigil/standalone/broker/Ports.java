package dev.vigil.standalone.broker;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds TCP ports of the loopback address. */
public final class Ports {
    /** The only address that the standalone mode listens on. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int HIGHEST = 65_535;

    private Ports() {}

    /** A port that nobody listens on at this moment. */
    public static int free() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port was found.", e);
        }
    }

    /**
     * The port to listen on: {@code wanted} itself, or a free one for 0.
     *
     * @param option named in the error, as {@code --port}
     * @throws UserError if it is no port, or in use, or may not be bound
     */
    public static int claim(int wanted, String option) {
        if (wanted < 0 || wanted > HIGHEST) {
            throw new UserError(option + " is " + wanted + ", and must be a port: 1 to 65535, or 0 for a free one.");
        }
        if (wanted == 0) {
            return free();
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return wanted;
        } catch (IOException e) {
            throw new UserError(
                    400,
                    "Port " + wanted + " is in use or may not be bound: choose another with " + option
                            + ", or 0 for a free one.",
                    e);
        }
    }
}
