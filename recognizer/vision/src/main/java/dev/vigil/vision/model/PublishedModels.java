package dev.vigil.vision.model;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Models whose authors publish them as a file at an address of their own, beside the {@link Catalogue}'s packages. */
public final class PublishedModels {
    /** YuNet, which gives five points beside each box. */
    public static final String YUNET = "yunet";

    /** The default detector's architecture, trained at twice its size. */
    public static final String RFB_640 = "rfb-640";

    /**
     * One of them.
     *
     * @param card without its files; its outputs are named as in the graph
     * @param address of the ONNX file
     * @param sha256 of that file
     */
    public record Published(ModelCard card, URI address, String sha256) {}

    private static final List<Published> ALL = List.of(yunet(), rfb640());

    private PublishedModels() {}

    /** All of them. */
    public static List<Published> all() {
        return ALL;
    }

    /** The one with that id. */
    public static Optional<Published> find(String id) {
        return ALL.stream().filter(model -> model.card().id().equals(id)).findFirst();
    }

    private static Published yunet() {
        return new Published(
                new ModelCard(
                        YUNET,
                        Task.DETECTION,
                        new ModelCard.Input(320, 256, true, ColourOrder.BGR, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
                        new ModelCard.Output(
                                List.of(
                                        "cls_8", "cls_16", "cls_32", "obj_8", "obj_16", "obj_32", "bbox_8", "bbox_16",
                                        "bbox_32", "kps_8", "kps_16", "kps_32"),
                                0),
                        null,
                        "Apache-2.0",
                        "github ShiqiYu/libfacedetection.train, onnx/yunet_n_dynamic.onnx: YuNet (Wu, Peng and Yu, 2023)",
                        "WIDER FACE validation AP .892 / .883 / .811 at the pictures' own size as published.",
                        null,
                        null,
                        null,
                        null,
                        new ModelCard.Grid(List.of(8, 16, 32), true),
                        null),
                URI.create(
                        "https://raw.githubusercontent.com/ShiqiYu/libfacedetection.train/master/onnx/yunet_n_dynamic.onnx"),
                "104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12");
    }

    private static Published rfb640() {
        return new Published(
                new ModelCard(
                        RFB_640,
                        Task.DETECTION,
                        new ModelCard.Input(
                                640, 480, true, ColourOrder.RGB, List.of(127f, 127f, 127f), List.of(128f, 128f, 128f)),
                        // 460 joins the box heads of the four strides before the graph's own decoding.
                        new ModelCard.Output(List.of("scores", "460"), 0),
                        new ModelCard.Priors(
                                List.of(8, 16, 32, 64),
                                List.of(List.of(10, 16, 24), List.of(32, 48), List.of(64, 96), List.of(128, 192, 256)),
                                .1f,
                                .2f),
                        "MIT",
                        "github Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB, models/onnx/version-RFB-640.onnx",
                        "WIDER FACE validation AP .855 / .822 / .579 at 640x480 as published.",
                        null,
                        null,
                        null),
                URI.create(
                        "https://raw.githubusercontent.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB/master/"
                                + "models/onnx/version-RFB-640.onnx"),
                "8f4c659275977e7a3bfbfa339a9c769ad793df50f9c0baa8c14b11baa1646430");
    }
}
