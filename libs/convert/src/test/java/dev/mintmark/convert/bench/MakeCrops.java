package dev.mintmark.convert.bench;

import dev.mintmark.quantizer.photo.SampleMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The detectors' samples, of another size: {@code PHOTOS CROPS SIZE FOLDER}. */
final class MakeCrops {
  private MakeCrops() {}

  public static void main(String[] arguments) throws IOException {
    String crops = Files.readString(Path.of(arguments[1]));
    Path folder = Files.createDirectories(Path.of(arguments[3]));
    Path list = folder.resolve("crops.txt");
    Files.writeString(list, crops.replace("\nsize 128\n", "\nsize " + arguments[2] + "\n"));
    SampleMaker.write(Path.of(arguments[0]), list, folder);
  }
}
