#!/bin/bash
# make.sh: makes the traces beside it again: seconds and requests per second. diurnal.csv: a day, a point every 5 minutes, quiet at four in the morning, two humps at noon and nine in the evening,
# with some 8 % of noise. flash.csv: three hours, a point every 30 s, steady until in the second hour ten times as many come within three minutes and fall off again over 40.
# The noise is a fixed sequence (Lehmer's generator), so the files come out the same.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
awk 'function noise() { x = (x * 48271) % 2147483647; return x / 2147483647 - 0.5 }
  BEGIN { x = 20261120; pi = atan2(0, -1); print "seconds,requests_per_second"
    for (t = 0; t <= 86400; t += 300) { h = t / 3600
      l = 6 + 34 * exp(-((h - 12.5) / 3) ^ 2) + 62 * exp(-((h - 20.8) / 2.2) ^ 2) + 10 * (1 - cos(2 * pi * (h - 4) / 24)) / 2
      printf "%d,%.1f\n", t, l * (1 + 0.16 * noise()) } }' >diurnal.csv
awk 'function noise() { x = (x * 48271) % 2147483647; return x / 2147483647 - 0.5 }
  BEGIN { x = 1120; print "seconds,requests_per_second"
    for (t = 0; t <= 10800; t += 30) { l = 9
      if (t > 3600) l += (t < 3780) ? 90 * (t - 3600) / 180 : 90 * exp(-(t - 3780) / 1000)
      printf "%d,%.1f\n", t, l * (1 + 0.12 * noise()) } }' >flash.csv
