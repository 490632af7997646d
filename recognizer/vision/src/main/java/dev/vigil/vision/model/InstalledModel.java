package dev.vigil.vision.model;

import java.nio.file.Path;

/**
 * A model in the store, whole when it was looked at.
 *
 * @param id as in its card
 * @param folder its folder
 * @param weights the TorchScript archive to load
 * @param card what is known of it
 */
public record InstalledModel(String id, Path folder, Path weights, ModelCard card) {}
