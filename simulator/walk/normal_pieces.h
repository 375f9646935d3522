// The normal quantile in pieces, for single precision.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cairn {

/// Pieces per power of two of the tail's probability, and all of them. A word whose lower 31 bits
/// are m lies in the piece given by the low bits of m's exponent and the two bits after its first.
inline constexpr int kPieceBits = 2;
inline constexpr std::size_t kNormalPieces = 64;
/// Within a piece x runs from -1/8 to 1/8, for m = (1 + part/4 + 1/8 + x) 2^exponent.
inline constexpr float kPieceCentre = 1.125f;
/// Of the bits of m as a float: those that give x, once the exponent's are those of 1.
inline constexpr std::uint32_t kInPieceMask = (1u << (23 - kPieceBits)) - 1;
inline constexpr std::uint32_t kOneBits = 0x3f800000;

/// Terms of x^0 … x^3 of z with P(Z > z) = (m + 1/2) / 2^32, by piece: fitted for the least
/// greatest error, 2.1e-6 outside the tails (single precision adds 5e-7). Pieces 0 … 55 are m from
/// 2^17 on, 56 is m rounded up to 2^31, where z is 0; the others are never looked at.
struct alignas(16) NormalPiece {
  float terms[4];
};
inline constexpr NormalPiece kNormalPieceTable[kNormalPieces] = {
    {{0x1.fd8cf8p+1f, -0x1.b0ac2ap-3f, 0x1.6e1282p-4f, -0x1.a98b0ap-5f}},
    {{0x1.f76996p+1f, -0x1.65e4b6p-3f, 0x1.edeb4ap-5f, -0x1.d4ca12p-6f}},
    {{0x1.f2402ap+1f, -0x1.31a71ap-3f, 0x1.64267cp-5f, -0x1.1da58ep-6f}},
    {{0x1.edca5cp+1f, -0x1.0b0bb4p-3f, 0x1.0d3c64p-5f, -0x1.75f1ep-7f}},
    {{0x1.e80e0ap+1f, -0x1.c1c0c6p-3f, 0x1.7ada64p-4f, -0x1.b7ae1p-5f}},
    {{0x1.e1abfp+1f, -0x1.74567p-3f, 0x1.ff7fbap-5f, -0x1.e4a6d4p-6f}},
    {{0x1.dc4caep+1f, -0x1.3e38ecp-3f, 0x1.7108d2p-5f, -0x1.277686p-6f}},
    {{0x1.d7a788p+1f, -0x1.16357p-3f, 0x1.171d36p-5f, -0x1.82f818p-7f}},
    {{0x1.d1ad2cp+1f, -0x1.d4f4f2p-3f, 0x1.8900dep-4f, -0x1.c7411ap-5f}},
    {{0x1.cb0476p+1f, -0x1.849eb4p-3f, 0x1.097fep-4f, -0x1.f62838p-6f}},
    {{0x1.c56874p+1f, -0x1.4c6c6cp-3f, 0x1.7f595p-5f, -0x1.324fdep-6f}},
    {{0x1.c08dc4p+1f, -0x1.22d89ap-3f, 0x1.221ab8p-5f, -0x1.9161d2p-7f}},
    {{0x1.ba4d16p+1f, -0x1.eac13p-3f, 0x1.98c666p-4f, -0x1.d88472p-5f}},
    {{0x1.b3541ap+1f, -0x1.972878p-3f, 0x1.1463b6p-4f, -0x1.04cc82p-5f}},
    {{0x1.ad72d4p+1f, -0x1.5ca29ap-3f, 0x1.8f5d9p-5f, -0x1.3e6142p-6f}},
    {{0x1.a85af4p+1f, -0x1.314e7ap-3f, 0x1.2e6bbcp-5f, -0x1.a16ffap-7f}},
    {{0x1.a1c9bp+1f, -0x1.01e33ap-2f, 0x1.aa7c3ep-4f, -0x1.ebc852p-5f}},
    {{0x1.9a7466p+1f, -0x1.ac8394p-3f, 0x1.20a58ap-4f, -0x1.0fab66p-5f}},
    {{0x1.944336p+1f, -0x1.6f5ebp-3f, 0x1.a16dc4p-5f, -0x1.4be694p-6f}},
    {{0x1.8ee484p+1f, -0x1.421088p-3f, 0x1.3c55dcp-5f, -0x1.b3744ap-7f}},
    {{0x1.87f5aep+1f, -0x1.10709ep-2f, 0x1.be89cap-4f, -0x1.00b8fep-4f}},
    {{0x1.8034cap+1f, -0x1.c576bep-3f, 0x1.2e8f9ep-4f, -0x1.1bec16p-5f}},
    {{0x1.79a60ep+1f, -0x1.855742p-3f, 0x1.b5fabep-5f, -0x1.5b2bdap-6f}},
    {{0x1.73f42cp+1f, -0x1.55c8d4p-3f, 0x1.4c324cp-5f, -0x1.c7d6cep-7f}},
    {{0x1.6c96fcp+1f, -0x1.21a47ap-2f, 0x1.d573c6p-4f, -0x1.0d015ep-4f}},
    {{0x1.64568cp+1f, -0x1.e31d5cp-3f, 0x1.3e815ap-4f, -0x1.29da7ep-5f}},
    {{0x1.5d5864p+1f, -0x1.9f92fcp-3f, 0x1.cd958cp-5f, -0x1.6c92cp-6f}},
    {{0x1.5742fap+1f, -0x1.6d6df8p-3f, 0x1.5e73b6p-5f, -0x1.df1d6cp-7f}},
    {{0x1.4f6118p+1f, -0x1.3662ecp-2f, 0x1.efe4bap-4f, -0x1.1b10b2p-4f}},
    {{0x1.468658p+1f, -0x1.038ddcp-2f, 0x1.50f52p-4f, -0x1.39d8dep-5f}},
    {{0x1.3f0088p+1f, -0x1.bf9b9ap-3f, 0x1.e8f79ep-5f, -0x1.8099dep-6f}},
    {{0x1.38713ep+1f, -0x1.8a7526p-3f, 0x1.73ac24p-5f, -0x1.f9f606p-7f}},
    {{0x1.2febdcp+1f, -0x1.5009b8p-2f, 0x1.075a1ep-3f, -0x1.2b538p-4f}},
    {{0x1.26517cp+1f, -0x1.1a0014p-2f, 0x1.6683ccp-4f, -0x1.4c674p-5f}},
    {{0x1.1e21dp+1f, -0x1.e7de82p-3f, 0x1.0482bp-4f, -0x1.97e66ap-6f}},
    {{0x1.16f8d2p+1f, -0x1.af32bp-3f, 0x1.8c8c8cp-5f, -0x1.0ca1dep-6f}},
    {{0x1.0da384p+1f, -0x1.70d124p-2f, 0x1.197026p-3f, -0x1.3e57acp-4f}},
    {{0x1.0312dcp+1f, -0x1.37038ep-2f, 0x1.7fd946p-4f, -0x1.622d4cp-5f}},
    {{0x1.f40dp+0f, -0x1.0e3a0cp-2f, 0x1.1758aap-4f, -0x1.b3510ap-6f}},
    {{0x1.e42796p+0f, -0x1.dfa536p-3f, 0x1.a9c3e8p-5f, -0x1.1f1882p-6f}},
    {{0x1.cf54fep+0f, -0x1.9c9dc6p-2f, 0x1.2ea1a2p-3f, -0x1.54d882p-4f}},
    {{0x1.b79c36p+0f, -0x1.5e691ep-2f, 0x1.9d6322p-4f, -0x1.7c0a78p-5f}},
    {{0x1.a327bcp+0f, -0x1.3275e8p-2f, 0x1.2d275cp-4f, -0x1.d3fefp-6f}},
    {{0x1.91127ep+0f, -0x1.11abfcp-2f, 0x1.cb492ep-5f, -0x1.352d3ep-6f}},
    {{0x1.79350ep+0f, -0x1.db060ap-2f, 0x1.4688b4p-3f, -0x1.6fe4c8p-4f}},
    {{0x1.5dbf7cp+0f, -0x1.97ebc6p-2f, 0x1.bdb272p-4f, -0x1.9b5eeep-5f}},
    {{0x1.45cf8cp+0f, -0x1.68933ap-2f, 0x1.440f1p-4f, -0x1.fbf66ep-6f}},
    {{0x1.306d1p+0f, -0x1.45578p-2f, 0x1.ecaefcp-5f, -0x1.50833p-6f}},
    {{0x1.13d7fp+0f, -0x1.1eab8cp-1f, 0x1.5be432p-3f, -0x1.92341cp-4f}},
    {{0x1.e4c076p-1f, -0x1.f6485p-2f, 0x1.d45914p-4f, -0x1.c51a74p-5f}},
    {{0x1.a938aap-1f, -0x1.c4fa12p-2f, 0x1.4dc872p-4f, -0x1.1a975p-5f}},
    {{0x1.72f384p-1f, -0x1.a12486p-2f, 0x1.ed8ccap-5f, -0x1.7bc12cp-6f}},
    {{0x1.2883bep-1f, -0x1.7b6ce8p-1f, 0x1.47ccap-3f, -0x1.d4be4ap-4f}},
    {{0x1.9be736p-2f, -0x1.5be236p-1f, 0x1.7e289ap-4f, -0x1.1d3346p-4f}},
    {{0x1.e5ca04p-3f, -0x1.4a0094p-1f, 0x1.953abp-5f, -0x1.987206p-5f}},
    {{0x1.412d42p-4f, -0x1.41d6p-1f, 0x1.fd7492p-7f, -0x1.586ba8p-5f}},
    {{0.0f, 0.0f, 0.0f, 0.0f}},
    {{0.0f, 0.0f, 0.0f, 0.0f}},
    {{0.0f, 0.0f, 0.0f, 0.0f}},
    {{0.0f, 0.0f, 0.0f, 0.0f}},
    {{0.0f, 0.0f, 0.0f, 0.0f}},
    {{0.0f, 0.0f, 0.0f, 0.0f}},
    {{0.0f, 0.0f, 0.0f, 0.0f}},
    {{0.0f, 0.0f, 0.0f, 0.0f}},
};

/// The same by term, for look-ups of many pieces at a time.
struct NormalTermsByPower {
  alignas(64) float terms[4][kNormalPieces];
};
inline constexpr NormalTermsByPower kNormalTermsByPower = [] {
  NormalTermsByPower made{};
  for (std::size_t piece = 0; piece < kNormalPieces; ++piece) {
    for (std::size_t power = 0; power < 4; ++power) {
      made.terms[power][piece] = kNormalPieceTable[piece].terms[power];
    }
  }
  return made;
}();

}  // namespace cairn
