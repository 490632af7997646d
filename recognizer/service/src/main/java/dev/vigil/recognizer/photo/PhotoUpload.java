package dev.vigil.recognizer.photo;

import dev.vigil.runtime.error.UserError;
import io.javalin.http.Context;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads photos out of requests: the body itself, or parts of a form. They are held in memory only, and bounded. */
final class PhotoUpload {
    private static final String MULTIPART = "org.eclipse.jetty.multipartConfig";
    private static final int MOST_PARTS = 4;

    private final int maxBytes;

    PhotoUpload(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The request's photo: its body, or the part {@code photo} of a form.
     *
     * @throws UserError with 400 where there is none, 413 where it is too large
     */
    byte[] photo(Context ctx) {
        if (ctx.isMultipartFormData()) {
            return part(ctx, "photo");
        }
        try (InputStream body = ctx.bodyInputStream()) {
            return bounded(body, "The body is empty: send the picture itself, or a form with the part 'photo'.");
        } catch (IOException e) {
            throw new UserError(400, "The body ended too early: send it again.", e);
        }
    }

    /**
     * The part {@code name} of the request's form.
     *
     * @throws UserError with 400 where there is none, 413 where it is too large
     */
    byte[] part(Context ctx, String name) {
        if (!ctx.isMultipartFormData()) {
            throw new UserError("Send a form (multipart/form-data) with the part '" + name + "'.");
        }
        long total = (long) maxBytes * MOST_PARTS;
        ctx.req().setAttribute(MULTIPART, new MultipartConfigElement("", maxBytes, total, maxBytes));
        try {
            Part part = ctx.req().getPart(name);
            if (part == null) {
                throw new UserError("The form has no part '" + name + "': send the picture in it.");
            }
            try (InputStream content = part.getInputStream()) {
                return bounded(content, "The part '" + name + "' is empty: send the picture in it.");
            }
        } catch (IOException | ServletException | IllegalStateException e) {
            throw unreadable(e);
        }
    }

    private byte[] bounded(InputStream in, String empty) throws IOException {
        byte[] photo = in.readNBytes(maxBytes + 1);
        if (photo.length > maxBytes) {
            throw tooLarge(null);
        }
        if (photo.length == 0) {
            throw new UserError(empty);
        }
        return photo;
    }

    private UserError unreadable(Exception e) {
        return saysTooLong(e)
                ? tooLarge(e)
                : new UserError(400, "The form can't be read: send multipart/form-data with a boundary.", e);
    }

    /** The server tells a form over its limits only by its words, in one of the causes. */
    private static boolean saysTooLong(@Nullable Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("exceeded")) {
                return true;
            }
        }
        return false;
    }

    private UserError tooLarge(@Nullable Exception e) {
        return new UserError(413, "A photo may have at most " + maxBytes + " bytes: send a smaller one.", e);
    }
}
