package dev.mintmark.quantizer.photo;

import dev.mintmark.content.Tree;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.tensor.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** Cuts samples out of photos. */
public final class SampleMaker {
  private SampleMaker() {}

  /**
   * Writes a sample for each crop of the list, as {@code <set>/<photo>-<x>-<y>-<side>.npy}. What a
   * set's folder held before is gone afterwards.
   *
   * @param photos folder with the photos
   * @param list see {@link CropList}
   * @param out made when it is not there
   * @return the tree of each set's folder
   * @throws QuantizerException {@code QNT-060} for a bad list or a crop outside of its photo,
   *     {@code QNT-061} for a photo that is not the one in the list
   */
  public static SequencedMap<String, Tree> write(Path photos, Path list, Path out)
      throws IOException {
    CropList crops = CropList.parse(Files.readString(list));
    Set<String> sets = new HashSet<>();
    for (CropList.Crop crop : crops.crops()) {
      if (sets.add(crop.set())) {
        empty(out.resolve(crop.set()));
      }
    }
    for (CropList.Pin pin : crops.photos()) {
      Photo photo = Photo.read(photos, pin);
      for (CropList.Crop crop : crops.crops()) {
        if (crop.photo().equals(pin.file())) {
          write(photo, crop, crops.size(), out);
        }
      }
    }
    return trees(crops, sets, out);
  }

  private static void empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.newDirectoryStream(folder, "*.npy")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private static void write(Photo photo, CropList.Crop crop, int size, Path out)
      throws IOException {
    if (crop.x() + crop.side() > photo.width() || crop.y() + crop.side() > photo.height()) {
      throw new QuantizerException(
          RefusalCode.BAD_CROP_LIST,
          "crop " + name(crop),
          "lies outside of the photo's " + photo.width() + "x" + photo.height() + " pixels",
          "move it inside");
    }
    Path file = out.resolve(crop.set()).resolve(name(crop));
    Files.write(file, Npy.write(new AreaResize(photo, crop, size).tensor()));
  }

  private static String name(CropList.Crop crop) {
    String photo = crop.photo().substring(0, crop.photo().lastIndexOf('.'));
    return photo + "-" + crop.x() + "-" + crop.y() + "-" + crop.side() + ".npy";
  }

  /** A crop of a photo that the list does not pin has made no file: the count tells. */
  private static SequencedMap<String, Tree> trees(CropList crops, Set<String> sets, Path out)
      throws IOException {
    TreeMap<String, Tree> trees = new TreeMap<>();
    int files = 0;
    for (String set : sets) {
      Tree tree = Tree.of(out.resolve(set));
      trees.put(set, tree);
      files += tree.entries().size();
    }
    if (files != crops.crops().size()) {
      throw new QuantizerException(
          RefusalCode.BAD_CROP_LIST,
          "crop list",
          crops.crops().size() + " crops made " + files + " samples",
          "pin every photo once and list every crop once");
    }
    return Collections.unmodifiableSequencedMap(trees);
  }
}
