package dev.mintmark.oci.elf;

import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first fields of an ELF file (System V ABI, chapter 4, "ELF Header").
 *
 * @param bits 32 or 64, from {@code EI_CLASS}
 * @param littleEndian from {@code EI_DATA}
 * @param type {@code e_type}; 2 is an executable, 3 a shared object
 * @param machine {@code e_machine}; 62 is x86-64, 183 is AArch64
 */
public record ElfHeader(int bits, boolean littleEndian, int type, int machine) {
  /** Bytes that {@link #parse} wants: up to and with {@code e_machine}. */
  public static final int LENGTH = 20;

  private static final int MAGIC = 0x7f454c46;
  private static final int EXECUTABLE = 2;
  private static final int SHARED_OBJECT = 3;
  private static final int X86_64 = 62;
  private static final int AARCH64 = 183;

  /** Whether these bytes, the first of a file, begin with ELF's magic number. */
  public static boolean isElf(byte[] head) {
    return head.length >= 4 && ByteBuffer.wrap(head).getInt() == MAGIC;
  }

  /** Reads the header from the stream's first {@link #LENGTH} bytes; does not close the stream. */
  public static ElfHeader read(String name, InputStream in) throws IOException {
    return parse(name, in.readNBytes(LENGTH));
  }

  /**
   * @param name the file, for the error
   * @param head the file's first bytes
   * @throws OciException (OCI-009) when they are not an ELF header
   */
  public static ElfHeader parse(String name, byte[] head) {
    if (head.length < LENGTH || !isElf(head)) {
      throw refuse(name, "it is not an ELF file");
    }
    int bits = head[4] == 1 ? 32 : 64;
    boolean littleEndian = head[5] == 1;
    if ((head[4] != 1 && head[4] != 2) || (head[5] != 1 && head[5] != 2)) {
      throw refuse(name, "its ELF class or byte order is unknown");
    }
    ByteBuffer fields =
        ByteBuffer.wrap(head).order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return new ElfHeader(
        bits,
        littleEndian,
        Short.toUnsignedInt(fields.getShort(16)),
        Short.toUnsignedInt(fields.getShort(18)));
  }

  /**
   * Checks that the dynamic loader of {@code platform} could map this file.
   *
   * @param name the file, for the error
   * @throws OciException (OCI-009) otherwise, and for a platform whose machine is not known here
   */
  public void requireLoadableOn(Platform platform, String name) {
    int wanted = machineOf(platform, name);
    if (bits != 64 || !littleEndian || machine != wanted) {
      throw refuse(
          name,
          "it is for "
              + machineName()
              + ", the image is for "
              + platform
              + "; give the file built for it");
    }
    if (type != EXECUTABLE && type != SHARED_OBJECT) {
      throw refuse(name, "its ELF type is " + type + ", neither an executable nor a shared object");
    }
  }

  private static int machineOf(Platform platform, String name) {
    return switch (platform.toString()) {
      case "linux/amd64" -> X86_64;
      case "linux/arm64" -> AARCH64;
      default ->
          throw refuse(
              name,
              "native files for "
                  + platform
                  + " cannot be checked; known are linux/amd64 and linux/arm64");
    };
  }

  private String machineName() {
    String name =
        switch (machine) {
          case X86_64 -> "x86-64";
          case AARCH64 -> "aarch64";
          default -> "ELF machine " + machine;
        };
    return name + " (" + bits + " bit, " + (littleEndian ? "little" : "big") + "-endian)";
  }

  private static OciException refuse(String name, String found) {
    return new OciException(OciError.ELF, "cannot use native file " + name + ": " + found);
  }
}
