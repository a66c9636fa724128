from corpus.abroad import main

main()
