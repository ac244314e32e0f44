module netlabs.invalid/small

go 1.26.0
