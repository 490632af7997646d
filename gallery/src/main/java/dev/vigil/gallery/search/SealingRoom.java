package dev.vigil.gallery.search;

import java.nio.ByteBuffer;

/** Where rows are sealed before they are written, outside the heap, so that the call needs no copy. The writer's, for one batch after another. */
final class SealingRoom {
    private ByteBuffer room = ByteBuffer.allocateDirect(0);

    /** Room for exactly so many bytes, of which what was there before is no more. */
    ByteBuffer empty(int bytes) {
        if (room.capacity() < bytes) {
            room = ByteBuffer.allocateDirect(bytes);
        }
        return room.clear().limit(bytes);
    }
}
