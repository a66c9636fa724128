from corpus.heads import main

main()
