package dev.vigil.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.tls.Trust;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an HTTP camera, at the address that its name was resolved to. Java's own clients resolve by themselves, and
 * can't bound how long a body may be silent. For one thread, but {@link #close()} may come from any and ends what waits.
 */
final class HttpConnection implements AutoCloseable {
    private final Socket socket;
    private final DeadlineInput deadline;
    private final BufferedInputStream in;

    private HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.deadline = new DeadlineInput(socket);
        this.in = new BufferedInputStream(deadline, 16 * 1024);
    }

    /** Connects, and for {@code https} shakes hands, within the time. */
    static HttpConnection open(HttpPlace place, InetAddress address, Trust trust, Duration time) throws IOException {
        Socket plain = new Socket();
        try {
            int millis = (int) Math.max(1, time.toMillis());
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(address, place.port()), millis);
            plain.setSoTimeout(millis);
            return new HttpConnection(place.secure() ? encrypted(plain, place, trust) : plain);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket encrypted(Socket plain, HttpPlace place, Trust trust) throws IOException {
        SSLSocketFactory factory = trust.context()
                .map(javax.net.ssl.SSLContext::getSocketFactory)
                .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, place.host(), place.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** What is read may take so long from now on. */
    void allow(Duration time) {
        deadline.allow(time);
    }

    /** Asks for something, and reads the head of the answer. */
    HttpAnswer get(HttpPlace place, @Nullable String authorization) throws IOException {
        String request = "GET " + place.target() + " HTTP/1.1\r\nHost: " + place.authority()
                + "\r\nUser-Agent: Vigil\r\nAccept: multipart/x-mixed-replace, image/jpeg, */*;q=0.1\r\n"
                + (authorization == null ? "" : "Authorization: " + authorization + "\r\n")
                + "\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return HttpAnswer.read(in);
    }

    /** Ends it, and what waits for it. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no more use either way
        }
    }
}
