package dev.mintmark.elf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

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

  static final int EXECUTABLE = 2;
  static final int SHARED_OBJECT = 3;

  private static final int MAGIC = 0x7f454c46;
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
   * @throws ElfException (ELF-001) when they are not an ELF header
   */
  public static ElfHeader parse(String name, byte[] head) {
    if (head.length < LENGTH || !isElf(head)) {
      throw refuse(ElfError.HEADER, name, "it is not an ELF file");
    }
    int bits = head[4] == 1 ? 32 : 64;
    boolean littleEndian = head[5] == 1;
    if ((head[4] != 1 && head[4] != 2) || (head[5] != 1 && head[5] != 2)) {
      throw refuse(ElfError.HEADER, name, "its ELF class or byte order is unknown");
    }
    ByteBuffer fields = ByteBuffer.wrap(head).order(order(littleEndian));
    return new ElfHeader(
        bits,
        littleEndian,
        Short.toUnsignedInt(fields.getShort(16)),
        Short.toUnsignedInt(fields.getShort(18)));
  }

  private static ByteOrder order(boolean littleEndian) {
    return littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  ByteOrder order() {
    return order(littleEndian);
  }

  /** Whether a loader or kernel maps such a file: an executable or a shared object. */
  public boolean isLoadable() {
    return type == EXECUTABLE || type == SHARED_OBJECT;
  }

  /** Whether a loader takes the two into one process. */
  public boolean fits(ElfHeader other) {
    return bits == other.bits && littleEndian == other.littleEndian && machine == other.machine;
  }

  /**
   * Whether the dynamic loader of a platform could map this file.
   *
   * @param platform {@code linux/amd64} or {@code linux/arm64}
   */
  public boolean isFor(String platform) {
    Optional<Integer> wanted = machineOf(platform);
    return wanted.isPresent() && bits == 64 && littleEndian && machine == wanted.get();
  }

  /**
   * Checks that the dynamic loader of {@code platform} could map this file.
   *
   * @param platform {@code linux/amd64} or {@code linux/arm64}; others are refused
   * @param name the file, for the error
   * @throws ElfException (ELF-002, ELF-003) otherwise
   */
  public void requireLoadableOn(String platform, String name) {
    if (machineOf(platform).isEmpty()) {
      throw refuse(
          ElfError.PLATFORM,
          name,
          "native files for "
              + platform
              + " cannot be checked; known are linux/amd64 and linux/arm64");
    }
    if (!isFor(platform)) {
      throw refuse(
          ElfError.PLATFORM, name, "it is for " + machineName() + ", the image is for " + platform);
    }
    if (!isLoadable()) {
      throw refuse(
          ElfError.TYPE,
          name,
          "its ELF type is " + type + ", neither an executable nor a shared object");
    }
  }

  private static Optional<Integer> machineOf(String platform) {
    return switch (platform) {
      case "linux/amd64" -> Optional.of(X86_64);
      case "linux/arm64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }

  /** For people, e.g. {@code aarch64 (64 bit, little-endian)}. */
  public String machineName() {
    String name =
        switch (machine) {
          case X86_64 -> "x86-64";
          case AARCH64 -> "aarch64";
          default -> "ELF machine " + machine;
        };
    return name + " (" + bits + " bit, " + (littleEndian ? "little" : "big") + "-endian)";
  }

  private static ElfException refuse(ElfError error, String name, String found) {
    return new ElfException(error, name, found, "give the file that was built for that platform");
  }
}
