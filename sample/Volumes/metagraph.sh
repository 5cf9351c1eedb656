# A log with folders by day, and read-only segments.
for day in 01 02 03 04 05; do
    mkdir -p "days/2023-02-$day/indexes"
    printf '%s\n' "$day" >"days/2023-02-$day/CURRENT"
    touch -d "2023-02-$day 23:59:59.99" "days/2023-02-$day"
done
chmod 444 segments/*
ln -s days/2023-02-05 current
