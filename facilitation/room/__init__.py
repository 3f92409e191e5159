"""The rules of what people do in a room: one file per thing people do, each rule a sentence.

Every rule takes the writer's session, who asks, and what they ask for; it returns data for the acknowledgement
or None. It changes objects and says nothing to anybody: the engine finds out what changed and tells those who
may see it. What is already so is left alone.
"""
