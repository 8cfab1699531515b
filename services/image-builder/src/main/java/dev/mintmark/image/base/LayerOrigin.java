package dev.mintmark.image.base;

import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.TarEntry;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Whose layer it is that is read.
 *
 * @param subject for errors
 * @param inputs what a path of the layer comes from
 * @param check refuses entries that a layer of this origin may not have
 */
public record LayerOrigin(
    Subject subject, Function<String, FileTable.Input> inputs, Consumer<TarEntry> check) {}
