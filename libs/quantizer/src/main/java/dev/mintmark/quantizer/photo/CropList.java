package dev.mintmark.quantizer.photo;

import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What to cut out of which photos. Its text has a line for each thing; empty lines and lines that
 * start with {@code #} say nothing:
 *
 * <pre>
 * size 128
 * photo sample1.jpg sha256:(of the file) sha256:(of the decoded RGB bytes)
 * crop calibration sample1.jpg 640 120 480
 * </pre>
 *
 * A crop has a set, a photo, and left, top and side of a square in pixels. A photo serves
 * calibration or validation, never both: crops of one photo are too alike to judge by.
 *
 * @param size side of the samples, in pixels
 * @param photos in the order of the list
 * @param crops in the order of the list
 */
public record CropList(int size, List<Pin> photos, List<Crop> crops) {
  /**
   * A photo.
   *
   * @param file a plain file name
   * @param pixels digest of its decoded RGB bytes, row by row
   */
  public record Pin(String file, Digest digest, Digest pixels) {}

  /**
   * A square.
   *
   * @param set folder that the sample goes to, e.g. {@code calibration}
   */
  public record Crop(String set, String photo, int x, int y, int side) {}

  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-]{1,64}\\.jpg");
  private static final Pattern SET = Pattern.compile("[a-z]{1,32}");
  private static final int LARGEST = 1 << 14;

  public CropList {
    photos = List.copyOf(photos);
    crops = List.copyOf(crops);
    if (size < 1 || size > 1024) {
      throw new IllegalArgumentException("size is " + size);
    }
    checkSets(crops);
  }

  private static void checkSets(List<Crop> crops) {
    Map<String, Set<String>> uses = new HashMap<>();
    for (Crop crop : crops) {
      Set<String> sets = uses.computeIfAbsent(crop.photo(), photo -> new HashSet<>());
      sets.add(crop.set());
      if (sets.containsAll(List.of("calibration", "validation"))) {
        throw new IllegalArgumentException(
            crop.photo() + " serves both calibration and validation");
      }
    }
  }

  /**
   * Reads a list.
   *
   * @throws QuantizerException {@code QNT-060} naming the line that cannot be read
   */
  public static CropList parse(String text) {
    try {
      return read(text);
    } catch (IllegalArgumentException e) {
      throw new QuantizerException(
          RefusalCode.BAD_CROP_LIST,
          "crop list",
          String.valueOf(e.getMessage()),
          "write 'size N', then 'photo FILE DIGEST PIXELS' and 'crop SET FILE X Y SIDE' lines",
          e);
    }
  }

  private static CropList read(String text) {
    int size = 0;
    List<Pin> photos = new ArrayList<>();
    List<Crop> crops = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ");
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      switch (words[0] + "/" + words.length) {
        case "size/2" -> size = number(words[1]);
        case "photo/4" ->
            photos.add(new Pin(file(words[1]), Digest.parse(words[2]), Digest.parse(words[3])));
        case "crop/6" -> crops.add(crop(words));
        default -> throw new IllegalArgumentException("line '" + line + "'");
      }
    }
    return new CropList(size, photos, crops);
  }

  private static Crop crop(String[] words) {
    if (!SET.matcher(words[1]).matches() || number(words[5]) < 1) {
      throw new IllegalArgumentException("set '" + words[1] + "' or side " + words[5]);
    }
    return new Crop(words[1], file(words[2]), number(words[3]), number(words[4]), number(words[5]));
  }

  private static String file(String name) {
    if (!FILE.matcher(name).matches()) {
      throw new IllegalArgumentException("photo '" + name + "' is not named like name.jpg");
    }
    return name;
  }

  private static int number(String text) {
    int number = Integer.parseInt(text);
    if (number < 0 || number > LARGEST) {
      throw new IllegalArgumentException(text + " is not a number from 0 to " + LARGEST);
    }
    return number;
  }
}
