package dev.mintmark.image.assemble;

import dev.mintmark.image.base.BaseImage;
import dev.mintmark.image.tree.ImageTree;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.manifest.ImageConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One platform's image before its layers are written.
 *
 * @param base null for none
 * @param run what lies below files and app says of how it is run; null for nothing
 * @param baseRows the base's part of the file table
 * @param own layers above the base and below the app, lowest first
 * @param tree all of it, the app included
 */
record PlatformPlan(
    Platform platform,
    @Nullable BaseImage base,
    ImageConfig.@Nullable Run run,
    List<FileTable.Row> baseRows,
    List<PlannedLayer> own,
    ImageTree tree) {
  PlatformPlan {
    baseRows = List.copyOf(baseRows);
    own = List.copyOf(own);
  }
}
