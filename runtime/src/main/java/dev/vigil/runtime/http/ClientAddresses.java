package dev.vigil.runtime.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where a request comes from: the socket's address, unless that is a trusted proxy's; then the last address of {@code
 * X-Forwarded-For} that no trusted proxy has. What stands before that in the header is the client's own claim, and is not believed.
 * Thread-safe.
 */
public final class ClientAddresses {
    /** Trusts no proxy. */
    public static final ClientAddresses DIRECT = new ClientAddresses(List.of());

    private final List<Networks.Network> trusted;

    /**
     * Trusts these proxies.
     *
     * @param trusted networks as {@code 10.0.0.0/8}, or single addresses
     * @throws IllegalArgumentException with a sentence, if one is no network
     */
    public ClientAddresses(List<String> trusted) {
        this.trusted = trusted.stream().map(Networks::network).toList();
    }

    /** The client's address. */
    String of(HttpServletRequest request) {
        String socket = bare(String.valueOf(request.getRemoteAddr()));
        if (!isTrusted(socket)) {
            return socket;
        }
        List<String> hops = new ArrayList<>();
        Collections.list(request.getHeaders("X-Forwarded-For"))
                .forEach(header ->
                        Arrays.stream(header.split(",")).map(String::trim).forEach(hops::add));
        String client = socket;
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client) && Networks.isAddress(bare(hops.get(i))); i--) {
            client = bare(hops.get(i));
        }
        return client;
    }

    /** Whether the browser's connection is encrypted, as far as the trusted proxy says. */
    boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                || (isTrusted(bare(String.valueOf(request.getRemoteAddr())))
                        && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    }

    private boolean isTrusted(String address) {
        return !trusted.isEmpty()
                && Networks.isAddress(address)
                && trusted.stream().anyMatch(network -> network.contains(Networks.parse(address)));
    }

    /** Without brackets, and without the port that some proxies add. */
    private static String bare(String address) {
        if (address.startsWith("[") && address.contains("]")) {
            return address.substring(1, address.indexOf(']'));
        }
        int colon = address.indexOf(':');
        return colon > 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }
}
