package dev.mintmark.verify.conformance;

import java.math.BigInteger;
import java.util.Arrays;

/** ECDSA signatures in forms that a signer does not write. */
final class Signatures {
  /** The order of P-256. */
  private static final BigInteger N =
      new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);

  private Signatures() {}

  /** Both numbers as 32 bytes each (IEEE P1363). */
  static byte[] plain(byte[] der) {
    return Parts.join(fixed(r(der)), fixed(s(der)));
  }

  /** The other of the two signatures that every ECDSA signature comes with. */
  static byte[] otherHalf(byte[] der) {
    return der(r(der), N.subtract(s(der)));
  }

  /** The first number one order higher: the same in the field. */
  static byte[] beyondTheOrder(byte[] der) {
    return der(r(der).add(N), s(der));
  }

  static byte[] negative(byte[] der) {
    return der(r(der).negate(), s(der));
  }

  static byte[] zeros() {
    return der(BigInteger.ZERO, BigInteger.ZERO);
  }

  static byte[] ones() {
    return der(BigInteger.ONE, BigInteger.ONE);
  }

  static byte[] orders() {
    return der(N, N);
  }

  /** A length in two bytes where one would do: BER, not DER. */
  static byte[] longLength(byte[] der) {
    byte[] body = Arrays.copyOfRange(der, 2, der.length);
    return Parts.join(new byte[] {0x30, (byte) 0x81, (byte) body.length}, body);
  }

  /** A zero byte more in front of the first number: BER, not DER. */
  static byte[] paddedNumber(byte[] der) {
    byte[] r = r(der).toByteArray();
    byte[] s = s(der).toByteArray();
    byte[] body =
        Parts.join(new byte[] {2, (byte) (r.length + 1), 0}, r, new byte[] {2, (byte) s.length}, s);
    return Parts.join(new byte[] {0x30, (byte) body.length}, body);
  }

  /** A third number in the sequence. */
  static byte[] threeNumbers(byte[] der) {
    byte[] body = Parts.join(Arrays.copyOfRange(der, 2, der.length), new byte[] {2, 1, 1});
    return Parts.join(new byte[] {0x30, (byte) body.length}, body);
  }

  private static byte[] der(BigInteger first, BigInteger second) {
    byte[] r = first.toByteArray();
    byte[] s = second.toByteArray();
    byte[] body =
        Parts.join(new byte[] {2, (byte) r.length}, r, new byte[] {2, (byte) s.length}, s);
    return Parts.join(new byte[] {0x30, (byte) body.length}, body);
  }

  private static BigInteger r(byte[] der) {
    return new BigInteger(Arrays.copyOfRange(der, 4, 4 + der[3]));
  }

  private static BigInteger s(byte[] der) {
    int at = 4 + der[3];
    return new BigInteger(Arrays.copyOfRange(der, at + 2, at + 2 + der[at + 1]));
  }

  private static byte[] fixed(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int take = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - take, fixed, 32 - take, take);
    return fixed;
  }
}
