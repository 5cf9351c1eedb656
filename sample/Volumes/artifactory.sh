# Hard links between two folders, a large sparse file, an empty folder, a FIFO.
mkdir -p cache/empty data
for file in filestore/0?.bin; do ln "$file" "cache/$(basename "$file")"; done
truncate -s 67108864 data/sparse.img
printf 'in the middle' | dd of=data/sparse.img bs=1 seek=33554432 conv=notrunc status=none
printf 'at the end' | dd of=data/sparse.img bs=1 seek=67108848 conv=notrunc status=none
mkfifo -m 622 data/events
touch -d '2021-03-04 05:06:07.123456789' filestore/00.bin
touch -d '1969-12-31 12:00:00.5 UTC' data/events
