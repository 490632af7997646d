package dev.vigil.ingest.source;

import dev.vigil.runtime.http.Networks;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses a camera may have, so that nobody can look around in a network by the addresses of cameras. A camera's name is
 * resolved once, and what was found is what is connected to. Immutable.
 */
public final class AddressRules {
    /** Where clouds tell a machine its secrets, beside 169.254.169.254. */
    private static final List<Networks.Network> METADATA =
            List.of(Networks.network("100.100.100.200"), Networks.network("fd00:ec2::254"));

    private final List<Networks.Network> allowed;
    private final List<Networks.Network> denied;
    private final boolean loopback;

    /**
     * These rules: what is denied is never connected to. Where networks are allowed, only they are; else every address but
     * link-local ones, those of clouds' metadata, multicast and this machine itself.
     *
     * @param allowed networks as {@code 192.168.0.0/16}; empty for the usual ones
     * @param denied networks
     * @param loopback whether this machine itself is among the usual ones
     * @throws IllegalArgumentException if one is no network
     */
    public AddressRules(List<String> allowed, List<String> denied, boolean loopback) {
        this.allowed = allowed.stream().map(Networks::network).toList();
        this.denied = denied.stream().map(Networks::network).toList();
        this.loopback = loopback;
    }

    /** The usual ones. */
    public static AddressRules usual(boolean loopback) {
        return new AddressRules(List.of(), List.of(), loopback);
    }

    /**
     * Resolves a host, and gives the first of its addresses that is permitted.
     *
     * @param host a name, or an address, in brackets or not
     * @throws SourceException with a sentence that begins with {@code who}: the host is not known, or may not be connected to
     */
    public InetAddress resolve(String who, String host) {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new SourceException(who + " can't be reached: its host is not known.", e);
        }
        for (InetAddress address : found) {
            if (permits(address)) {
                return address;
            }
        }
        throw new SourceException(who + " is not connected to: it has an address where cameras may not"
                + " be; ingest.allowNetworks in the configuration can allow its network.");
    }

    /** Whether a host is known now, and may not be connected to. */
    public boolean forbids(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).noneMatch(this::permits);
        } catch (UnknownHostException e) {
            return false; // it may be known later, and is looked at then
        }
    }

    /** Whether it may be connected to. */
    public boolean permits(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (contains(denied, bytes)) {
            return false;
        } else if (!allowed.isEmpty()) {
            return contains(allowed, bytes);
        }
        boolean nowhere = address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || contains(METADATA, bytes);
        return !nowhere && (loopback || !address.isLoopbackAddress());
    }

    private static boolean contains(List<Networks.Network> networks, byte[] address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
